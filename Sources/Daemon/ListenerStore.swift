internal import LinuxSystem
internal import Prefork
internal import SystemPackage
internal import Systemd

/// Has systemd keep the listeners of this daemon, so that clients wait in their queues until the next process of it is
/// there: after a restart, or after the death of this one.
///
/// Nothing of it happens where there is no service manager. Where it keeps nothing, listeners end with this process.
final class ListenerStore {
    private enum Order {
        case put(OpenListener, String)
        case remove(String)
        /// Behind the last order.
        case witness
    }

    private var orders: [Order] = []
    private var nextTry = Duration.zero
    private var witness: StoreWitness?
    /// What is there, if anything is.
    private var names: Set<String> = []

    /// A service manager that does not read may do so later.
    private static let retryInterval = Duration.milliseconds(100)

    /// Whether what was given is there.
    var holds: Bool { witness?.testifies ?? false }

    /// Has the listeners kept that are not yet, and those let go that nobody serves any more.
    func change(keep kept: [OpenListener], letGo left: [OpenListener], _ unusable: [String] = []) {
        guard Notifier.isAvailable else { return }
        for open in left { open.listener.isKept = { false } }
        let useless = unusable + left.compactMap { $0.storedName?.text }
        orders += useless.map { .remove($0) }
        let named = kept.compactMap { open in open.storedName?.text.map { (open, $0) } }
        names.subtract(useless)
        names.formUnion(named.map(\.1))
        for (open, name) in named {
            if open.source == .store {
                open.listener.isKept = { [self] in holds }
            } else {
                orders.append(.put(open, name))
            }
        }
        if !named.isEmpty { orders.append(.witness) }
        pay(MonotonicClock.now())
    }

    /// Where not all is kept, nothing is: listeners end with this process, and who takes its place is to find none of them.
    func stopping() {
        if !holds { orders += names.sorted().map { .remove($0) } }
    }

    /// Sends what is due; the first that is refused for now has the others wait behind it.
    func pay(_ now: Duration) {
        guard !orders.isEmpty, now >= nextTry else { return }
        var sent = 0
        defer { orders.removeFirst(sent) }
        for order in orders {
            do {
                try send(order)
            } catch .resourceTemporarilyUnavailable {
                nextTry = now + Self.retryInterval
                return
            } catch {
                // Gone, or of another mind: then nothing is kept, and the witness will not say that it is.
            }
            sent += 1
        }
    }

    var deadline: Duration? { orders.isEmpty ? nil : nextTry }

    private func send(_ order: Order) throws(Errno) {
        switch order {
        case .put(let open, let name):
            try DescriptorStore.put(open.listener.rawValue, as: name, untilHangUp: false)
            open.listener.isKept = { [self] in holds }
        case .remove(let name): try DescriptorStore.remove(name)
        case .witness: witness = try StoreWitness()
        }
    }
}
