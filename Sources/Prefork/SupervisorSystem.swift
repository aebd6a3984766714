package import LinuxSystem
package import PoolPolicy
package import SystemPackage

/// The few things that the supervisor asks of the system, so that a scripted kernel can stand in for the real one.
package protocol SupervisorSystem: ~Copyable {
    /// What it needs to know of a service to run its workers.
    associatedtype Work

    /// Makes what a pool needs, under an index that no pool has.
    /// - Parameter ledger: of the pool that it takes over from.
    mutating func open(_ pool: Int, _ work: Work, _ ledger: Ledger?) throws(Errno) -> (PoolSettings, Scoreboard)

    /// Takes over a pool that an earlier program of this process has opened, under an index that no pool has.
    /// - Parameter work: nil: nobody is ever started in it.
    mutating func adopt(
        _ pool: Int, _ handed: PoolHandover, _ work: Work?
    ) throws(Errno) -> (PoolSettings, Scoreboard)

    /// What the next program of this process needs for a pool and its workers.
    /// - Parameter isReturn: whether that is the one before, which finds again what only it can read.
    func handover(of pool: Int, _ workers: [Tenant], isReturn: Bool) -> PoolHandover?

    /// Has a program say whether it could go on from here; its end is an event.
    mutating func examine(_ program: ProgramImage, _ handover: Handover) throws(Errno)

    /// It took too long.
    mutating func stopExamination()

    /// Becomes another program.
    /// - Returns: why it can't; then all is as it was.
    mutating func become(_ program: ProgramImage, _ handover: Handover) -> Errno

    /// A pool has no worker any more and is done with.
    mutating func close(_ pool: Int)

    /// Any clock that only goes forward.
    func now() -> Duration

    /// Forks the tenants of slots of one pool, in their order: at least one, unless it is refused, and not necessarily all,
    /// for none is forked after `end`. In a child this does not return.
    /// - Parameter pids: to which those of the forked are appended.
    /// - Returns: the refusal.
    mutating func spawn(_ workers: [WorkerID], until end: Duration, pids: inout [Int32]) -> Errno?

    /// Asks a worker to finish what it has in hand and leave.
    mutating func retire(_ worker: WorkerID)

    mutating func kill(_ worker: WorkerID)

    /// Whether it is certain that a worker has no connection, and takes none: it is stopped.
    func hasNothingInHand(_ worker: WorkerID) -> Bool

    /// Buries a worker that has ended; nil while it lives.
    mutating func reap(_ worker: WorkerID) -> WorkerDeath?

    /// Whether each connection that comes into a queue of a service is reported, and at the beginning those there.
    mutating func watchQueue(of pool: Int, _ watch: Bool)

    /// Connections that wait in the accept queues of a service; where the kernel does not count them, whether
    /// there is one.
    mutating func queueDepth(of pool: Int) -> QueueDepth

    /// What the daemon is given, and what is left of it.
    func resources() -> [Resource]

    /// Whether one of a pool's listeners is one of these pools' too.
    func sharesListener(_ pool: Int, with others: [Int]) -> Bool

    /// New connections to a pool's listeners are refused from here on, but to those that these pools have too.
    mutating func refuse(_ pool: Int, keeping others: [Int])

    /// Waits for events, at most until `deadline` (nil: for ever), and appends those that came.
    mutating func wait(until deadline: Duration?, into events: inout [SystemEvent])
}
