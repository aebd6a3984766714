package import LinuxSystem
package import SystemPackage

/// The text of a handover in memory that outlives an exec; a variable of the environment says where.
package struct HandoverMemory: ~Copyable {
    private let memory: SharedMemory

    /// The number of the descriptor that it is read from.
    private static let variable = "PREFORKD_HANDOVER"

    init(_ handover: Handover) throws(Errno) {
        let bytes = Array(handover.text.utf8)
        memory = try SharedMemory(name: "preforkd:handover", size: bytes.count)
        memory.bytes.copyBytes(from: bytes)
    }

    var descriptor: CInt { memory.descriptor.rawValue }

    func become(_ program: ProgramImage, _ kept: [CInt]) -> Errno {
        var program = program
        program.variables[Self.variable] = "\(descriptor)"
        return program.become(keeping: kept + [descriptor])
    }

    /// What the program before has left for this process.
    package enum Found {
        case nothing
        case handover(Handover)
        /// It can't be read: of another kind, or not there.
        case unreadable
    }

    /// Takes it, once; programs that this process runs do not find it.
    package static func take() -> Found {
        guard let text = Environment[variable] else { return .nothing }
        Environment.remove(variable)
        guard let number = CInt(text), number > 2 else { return .unreadable }
        // Not opened once more: the process may have as many descriptors as it is allowed.
        guard let handed = try? SharedMemory.Handed(number, limit: limit) else { return .unreadable }
        let memory = SharedMemory(adopting: handed)
        guard let handover = Handover(String(decoding: memory.bytes, as: UTF8.self)) else { return .unreadable }
        for number in handover.descriptors { ProgramImage.setCloseOnExec(number, true) }
        return .handover(handover)
    }

    /// Far more than the largest pools need.
    private static let limit = 1 << 28
}

extension Handover {
    /// Becomes another program, which finds this.
    /// - Returns: why it can't.
    package func become(_ program: ProgramImage) -> Errno {
        do {
            return try HandoverMemory(self).become(program, descriptors)
        } catch {
            return error
        }
    }
}
