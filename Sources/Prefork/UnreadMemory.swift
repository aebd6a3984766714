internal import LinuxSystem

/// The memory of a pool that an earlier program has made and this one can't read: kept as it came, for that program finds
/// it again if it has to go on.
struct UnreadMemory {
    private let memory: KeptDescriptor
    private let alarm: KeptDescriptor
    private let sets: [KeptDescriptor]
    /// Slots whose workers were starting when they came. Only the unread memory tells whether they still are.
    private let starting: Set<Int>
    /// Pools of one service came with the same one.
    let ledger: KeptDescriptor

    init(_ handed: PoolHandover, ledger shared: KeptDescriptor?) {
        memory = KeptDescriptor(handed.memory)
        alarm = KeptDescriptor(handed.alarm)
        sets = handed.sets.map { KeptDescriptor($0) }
        ledger = shared ?? KeptDescriptor(handed.ledger)
        starting = Set(handed.workers.filter { $0.phase == .starting }.map(\.slot))
    }

    /// Puts it in the place of what this program has made instead.
    func giveBack(in handed: inout PoolHandover) {
        handed.isReadable = false
        (handed.memory, handed.alarm, handed.ledger) = (memory.number, alarm.number, ledger.number)
        handed.sets = sets.map(\.number)
        for place in handed.workers.indices where starting.contains(handed.workers[place].slot) {
            // A program whose channel is closed was heard.
            let isHeard = handed.kind != .handler && handed.workers[place].channel == nil
            if handed.workers[place].phase == .ready && !isHeard { handed.workers[place].phase = .starting }
        }
    }
}

/// A descriptor that is only to stay open. A class, for several pools may have the same one.
final class KeptDescriptor {
    private let descriptor: Descriptor

    init(_ number: CInt) {
        descriptor = Descriptor(owning: number)
    }

    var number: CInt { descriptor.rawValue }
}
