/// The service of each pool, by the index under which the supervisor speaks of it.
final class ServiceNames {
    private var names: [Int: String] = [:]

    subscript(pool: Int) -> String { names[pool] ?? "" }

    func opened(_ pool: Int, _ service: String) {
        names[pool] = service
    }
}
