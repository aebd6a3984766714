/// What a listener is asked to be, and by which service.
package struct ListenerClaim: Hashable, Sendable {
    /// As `listen` stands for it: `127.0.0.1:7890`, `*:7890`, `unix:/PATH`, `systemd:NAME`.
    package let address: String
    /// nil where nobody knows any more, as behind a restart.
    package let service: String?

    package init(_ address: String, service: String?) {
        self.address = address
        self.service = service
    }
}

/// Which of the listeners that are open serve on: those from the store at a start, those from before it at a reload.
///
/// Keyed by the address, for what clients wait at is that, and not the name of a service. Where several services ask for
/// one address, as they may with port 0, each keeps its own.
package struct ListenerMatching: Equatable, Sendable {
    /// For each one that is wanted, the place of the open one that it takes; nil: it is to be bound.
    package private(set) var taken: [Int?]
    /// Places of open ones that nobody wants.
    package private(set) var left: [Int]

    package init(open: [ListenerClaim], wanted: [ListenerClaim]) {
        var free = Set(open.indices)
        var taken = [Int?](repeating: nil, count: wanted.count)
        func take(_ fits: (ListenerClaim, ListenerClaim) -> Bool) {
            for (number, claim) in wanted.enumerated() where taken[number] == nil {
                guard let place = open.indices.first(where: { free.contains($0) && fits(open[$0], claim) }) else {
                    continue
                }
                free.remove(place)
                taken[number] = place
            }
        }
        take { $0 == $1 }
        take { $0.address == $1.address }
        self.taken = taken
        left = free.sorted()
    }
}
