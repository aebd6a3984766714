internal import LinuxSystem
internal import SystemPackage

/// An epoll set over the listeners of a service, filled before the fork and waited on by workers.
///
/// A connection is told to one set that somebody waits on, and there to one who waits. A pool has as many sets as
/// workers may wait at a time, and not one for each: the kernel walks over the sets for each connection.
package final class ListenerSet {
    private let listeners: [Listener]
    /// Places of those that nobody waits at any more.
    private var gone: Set<Int> = []
    private let poller: Poller

    package init(_ listeners: [Listener]) throws(Errno) {
        self.listeners = listeners
        poller = try Poller()
        for index in listeners.indices { try add(index) }
    }

    /// One of an earlier program of this process, over the same listeners in the same order.
    init(adopting poller: consuming Descriptor, _ listeners: [Listener]) {
        self.listeners = listeners
        self.poller = Poller(adopting: poller)
    }

    package var descriptor: CInt { poller.descriptor.rawValue }

    private func add(_ index: Int) throws(Errno) {
        try poller.add(listeners[index].rawValue, token: UInt64(index), trigger: .exclusive)
    }

    /// Tells once more what waits now. Who was told of it may have died, between the two steps of this too.
    func lookAgain() {
        for index in listeners.indices where !gone.contains(index) {
            // Either can only fail for a descriptor that is not there, and the listeners always are.
            try? poller.remove(listeners[index].rawValue)
            try? add(index)
        }
    }

    /// The same from a worker, which has not heard what was taken out since its fork.
    func passTurn() {
        for index in listeners.indices where (try? poller.remove(listeners[index].rawValue)) != nil {
            try? add(index)
        }
    }

    /// Takes a listener out, for all who wait.
    func remove(_ listener: Listener) {
        for index in listeners.indices where listeners[index] === listener { remove(index) }
    }

    /// The same by its place.
    func remove(_ index: Int) {
        guard gone.insert(index).inserted else { return }
        try? poller.remove(listeners[index].rawValue)
    }

    /// Waits, and appends the places of those listeners that somebody waits at.
    func wait(into ready: inout [UInt64]) throws(Errno) {
        try poller.wait(timeout: nil, into: &ready)
    }
}
