import Control
import LinuxSystem
import SystemPackage

/// The terminal's other screen: whatever ends it, the owner gets the terminal back as it was.
struct TopScreen: ~Copyable {
    private let keyboard: Keyboard
    private let signals: SignalDescriptor
    private let poller: Poller

    /// Why it is not shown any longer.
    enum End: Error {
        case quit
        case signal(Signal)
        case noAnswer(NoAnswer)
    }

    private enum Token: UInt64 { case key, signal }

    static func open(_ keyboard: consuming Keyboard) throws(End) -> TopScreen {
        let signals = try Self.signals()
        let poller = try Self.poller(keyboard, signals)
        return TopScreen(keyboard, signals, poller)
    }

    private init(_ keyboard: consuming Keyboard, _ signals: consuming SignalDescriptor, _ poller: consuming Poller) {
        self.keyboard = keyboard
        self.signals = signals
        self.poller = poller
        // The other screen, no cursor.
        StandardStream.output.write("\u{1B}[?1049h\u{1B}[?25l")
    }

    deinit {
        StandardStream.output.write("\u{1B}[?25h\u{1B}[?1049l")
    }

    private static func signals() throws(End) -> SignalDescriptor {
        do throws(Errno) {
            // Stopped, it would leave the terminal as it is not to be.
            return try SignalDescriptor([.terminate, .interrupt, .hangup, .quit, .terminalStop])
        } catch {
            throw .noAnswer(NoAnswer(.failed, [error.description]))
        }
    }

    private static func poller(
        _ keyboard: borrowing Keyboard, _ signals: borrowing SignalDescriptor
    ) throws(End) -> Poller {
        do throws(Errno) {
            let poller = try Poller()
            try poller.add(keyboard.descriptor, token: Token.key.rawValue)
            try poller.add(signals.descriptor.rawValue, token: Token.signal.rawValue)
            return poller
        } catch {
            throw .noAnswer(NoAnswer(.failed, [error.description]))
        }
    }

    func show(_ view: TopView) {
        let size = Terminal.size(.output) ?? (80, 24)
        let lines = view.lines(columns: size.columns, rows: size.rows)
        // From the top, each line to its end, and nothing below.
        let text = lines.joined(separator: "\u{1B}[K\r\n")
        StandardStream.output.write("\u{1B}[H\(text)\u{1B}[K\u{1B}[J")
    }

    /// Returns when it is time for the next picture.
    func rest(_ interval: Duration) throws(End) {
        let end = MonotonicClock.now() + interval
        var ready: [UInt64] = []
        while true {
            let left = end - MonotonicClock.now()
            if left <= .zero { return }
            try? poller.wait(timeout: left, into: &ready)
            for token in ready {
                switch Token(rawValue: token) {
                case .key: try obeyKeys()
                case .signal: while let signal = signals.next() { if signal != .terminalStop { throw .signal(signal) } }
                case nil: break
                }
            }
            ready = []
        }
    }

    private func obeyKeys() throws(End) {
        let keys = keyboard.keys()
        if keys.isEmpty || keys.contains(where: { "qQ".utf8.contains($0) }) { throw .quit }
    }
}
