import LinuxSystem

/// One connection of a load on its way, and what it does when something happens to it.
struct Trial {
    enum Progress {
        /// Until the next event.
        case goesOn
        /// Until its pause is over.
        case rests
        case ended(Trace.Outcome)
    }

    let socket: ClientSocket
    /// Which of all connections it is.
    let serial: Int
    private(set) var trace: Trace
    /// When the client loses its patience; .max while it holds the connection.
    private(set) var deadline: UInt64
    private var isConnecting = true
    private var sent = 0
    private var received = 0

    init(_ socket: ClientSocket, serial: Int, _ trace: Trace, _ exchange: Exchange) {
        self.socket = socket
        self.serial = serial
        self.trace = trace
        deadline = trace.began &+ exchange.patience.nanoseconds
    }

    mutating func begin(_ address: SocketAddress, _ exchange: Exchange) -> Progress {
        switch socket.connect(to: address) {
        // On one machine the connection is often made by now, and takes the request.
        case .wait, .done: speak(to: address, exchange)
        case .ended(let outcome): .ended(outcome)
        }
    }

    /// Whether it waits for room to write, or to be connected in order to write.
    func isWriting(_ exchange: Exchange) -> Bool { sent < exchange.request.count }

    /// Whether it was connected to itself, and would wait in vain. Asked of those only that have waited longer than most do:
    /// whoever has a request looks before it waits.
    func isAlone(at now: UInt64, _ address: SocketAddress) -> Bool {
        isConnecting && now > trace.began + 20_000_000 && socket.isConnectedToItself(address)
    }

    mutating func handle(
        _ event: EventQueue.Event, _ address: SocketAddress, _ exchange: Exchange,
        _ buffer: UnsafeMutableRawBufferPointer
    ) -> Progress {
        if isConnecting, isWriting(exchange) {
            switch socket.connected() {
            case .wait: return .goesOn
            case .ended(let outcome): return .ended(outcome)
            case .done:
                guard event.isWritable else { return .goesOn }
                if case .ended(let outcome) = speak(to: address, exchange) { return .ended(outcome) }
            }
        } else if event.isWritable, case .ended(let outcome) = send(exchange) {
            return .ended(outcome)
        }
        // Who has nothing to say hears only now that it is connected, or by the next read that it is not.
        isConnecting = false
        return receive(exchange, buffer, event)
    }

    /// The pause is over: the next round, or the end, which comes early where the client may not go on.
    mutating func resume(_ exchange: Exchange, mayGoOn: Bool) -> Progress {
        let now = MonotonicClock.nanoseconds()
        guard mayGoOn, now < exchange.lastRound, case .byClient(let rounds, _) = exchange.end, trace.rounds < rounds
        else {
            return .ended(.served)
        }
        return startRound(exchange, at: now)
    }

    private mutating func speak(to address: SocketAddress, _ exchange: Exchange) -> Progress {
        let progress = send(exchange)
        guard case .goesOn = progress, sent > 0 else { return progress }
        isConnecting = false
        return socket.isConnectedToItself(address) ? .ended(.refused) : .goesOn
    }

    private mutating func send(_ exchange: Exchange) -> Progress {
        while sent < exchange.request.count {
            let step = exchange.request.withUnsafeBytes { bytes in
                socket.send(UnsafeRawBufferPointer(rebasing: bytes[sent...]))
            }
            switch step {
            case .done(let count): sent += count
            case .wait: return .goesOn
            case .ended(let outcome): return .ended(outcome)
            }
        }
        return .goesOn
    }

    private mutating func receive(
        _ exchange: Exchange, _ buffer: UnsafeMutableRawBufferPointer, _ event: EventQueue.Event
    ) -> Progress {
        while true {
            switch socket.receive(into: buffer) {
            case .wait: return .goesOn
            case .ended(let outcome): return .ended(outcome)
            case .done(0): return .ended(endOfFile(exchange))
            case .done(let count):
                guard take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), exchange) else { return .ended(.wrong) }
                if received == exchange.answer.count, case .byClient(let rounds, let pause) = exchange.end {
                    switch finishRound(exchange, rounds: rounds, pause: pause) {
                    case .goesOn: break
                    // No other event will tell of an end that came along with the answer.
                    case .rests where event.isBroken: break
                    case .rests: return event.isLast ? .ended(.short) : .rests
                    case .ended(let outcome): return .ended(outcome)
                    }
                }
                // A read that leaves room has emptied the socket: whatever comes later is an event of its own.
                if count < buffer.count, !event.isBroken { return event.isLast ? .ended(endOfFile(exchange)) : .goesOn }
            }
        }
    }

    /// Whether these bytes are the next ones of the answer.
    private mutating func take(_ bytes: UnsafeRawBufferPointer, _ exchange: Exchange) -> Bool {
        guard received + bytes.count <= exchange.answer.count else { return false }
        for (place, byte) in zip(received..., bytes) {
            if exchange.digits.contains(place) {
                guard let digit = Self.digit(byte) else { return false }
                trace.number = trace.number * 10 + digit
            } else if exchange.answer[place] != byte {
                return false
            }
        }
        received += bytes.count
        if received == exchange.answer.count { trace.answered = MonotonicClock.nanoseconds() }
        return true
    }

    private static func digit(_ byte: UInt8) -> Int? {
        let zero = UInt8(ascii: "0")
        return (zero...zero + 9).contains(byte) ? Int(byte - zero) : nil
    }

    private func endOfFile(_ exchange: Exchange) -> Trace.Outcome {
        guard case .byServer = exchange.end else { return .short }
        return received == exchange.answer.count ? .served : .short
    }

    private mutating func finishRound(_ exchange: Exchange, rounds: Int, pause: Duration) -> Progress {
        trace.rounds += 1
        if pause > .zero {
            deadline = .max
            return .rests
        }
        let goesOn = trace.rounds < rounds && trace.answered < exchange.lastRound
        return goesOn ? startRound(exchange, at: trace.answered) : .ended(.served)
    }

    private mutating func startRound(_ exchange: Exchange, at now: UInt64) -> Progress {
        (sent, received) = (0, 0)
        trace.number = 0
        deadline = now &+ exchange.patience.nanoseconds
        return send(exchange)
    }
}

extension Duration {
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(clamping: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
