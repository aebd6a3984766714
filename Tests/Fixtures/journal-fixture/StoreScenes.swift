import SystemPackage
import Systemd

/// What a service has its manager keep.
enum StoreScenes {
    /// `put DESCRIPTOR NAME`, `put-polled DESCRIPTOR NAME` or `remove NAME`.
    static func store(_ arguments: [String]) {
        print(
            JournalFixture.outcome { () throws(Errno) in
                let isHeard =
                    switch arguments[0] {
                    case "put": try DescriptorStore.put(number(arguments), as: arguments[2], untilHangUp: false)
                    case "put-polled": try DescriptorStore.put(number(arguments), as: arguments[2])
                    case "remove": try DescriptorStore.remove(arguments[1])
                    default: fatalError("no order \"\(arguments[0])\"")
                    }
                if !isHeard { print("nobody listens") }
            })
    }

    private static func number(_ arguments: [String]) -> CInt { CInt(arguments[1]) ?? -1 }
}
