internal import LinuxSystem
package import SystemPackage

/// The coming and going of pools.
extension Supervisor where System: ~Copyable {
    /// Opens the pools of the first configuration.
    package mutating func open(_ works: [System.Work]) throws(Errno) {
        for work in works { current.append(try open(work, as: .current, after: nil)) }
    }

    mutating func open(_ work: System.Work, as role: PoolRole, after old: Int?) throws(Errno) -> Int {
        let index = pools.freeIndex
        let (settings, scoreboard) = try system.open(index, work, old.map { pools[$0].scoreboard.ledger })
        seed &+= 1
        pools.insert(Pool(index: index, settings, scoreboard: scoreboard, role: role, seed: seed))
        observer.observe(.poolOpened(index, service: settings.name, settings.kind))
        return index
    }

    /// Closes pools whose last worker has ended.
    mutating func closeGone() {
        for index in pools.indices where pools[index].isGone {
            let (role, scoreboard) = (pools[index].role, pools[index].scoreboard)
            system.close(index)
            pools.remove(index)
            scoreboard.ledger.inherit(scoreboard.totals)
            if case .outgoing(let successor?) = role { pools[successor].predecessors.removeAll { $0 == index } }
        }
    }
}
