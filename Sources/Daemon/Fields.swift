package import LinuxSystem
package import Logging
package import Prefork
package import SystemPackage

/// The journal fields of a record, by the names that preforkd(8) promises to those who filter by them.
package struct Fields: Sendable {
    package private(set) var metadata: Logger.Metadata = [:]

    package enum Name: String, CaseIterable, Sendable {
        case messageID = "MESSAGE_ID"
        case service = "PREFORKD_SERVICE"
        case worker = "PREFORKD_WORKER"
        case slot = "PREFORKD_SLOT"
        case generation = "PREFORKD_GENERATION"
        case connection = "PREFORKD_CONNECTION"
        case remoteAddress = "REMOTE_ADDR"
        case remotePort = "REMOTE_PORT"
        case bytesSent = "BYTES_SENT"
        case bytesReceived = "BYTES_RECEIVED"
        case durationMicroseconds = "DURATION_USEC"
        case processorMicroseconds = "CPU_USEC"
        case peakMemory = "MAX_RSS"
        case exitStatus = "EXIT_STATUS"
        case exitSignal = "EXIT_SIGNAL"
        case standardError = "PREFORKD_STDERR"
        case errno = "ERRNO"
        case configurationFile = "CONFIG_FILE"
        case configurationLine = "CONFIG_LINE"
    }

    package init() {}

    package func with(_ name: Name, _ value: String) -> Fields {
        var copy = self
        copy.metadata[name.rawValue] = .string(value)
        return copy
    }

    package func with(_ name: Name, _ value: some BinaryInteger) -> Fields {
        with(name, String(value))
    }

    package func with(_ error: Errno?) -> Fields {
        error.map { with(.errno, $0.rawValue) } ?? self
    }

    package func with(_ status: WaitStatus) -> Fields {
        switch status {
        case .exited(let code): with(.exitStatus, code)
        case .killed(let signal, _): with(.exitSignal, signal.name)
        case .unknown: self
        }
    }

    /// The other end of a connection; a UNIX peer has no fields.
    package func with(_ peer: SocketAddress) -> Fields {
        guard let ip = peer.ip, let port = peer.port else { return self }
        return with(.remoteAddress, ip).with(.remotePort, port)
    }

    package func with(service: String, _ worker: WorkerID, pid: Int32) -> Fields {
        with(.service, service).with(.worker, pid).with(.slot, worker.slot).with(.generation, worker.generation)
    }
}
