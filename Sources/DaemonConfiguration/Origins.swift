/// Where the values of a plan were written; what is not in here is a default.
struct Origins: Hashable, Sendable {
    struct Service: Hashable, Sendable {
        var place: Place
        /// By the name of the key.
        var values: [String: Place]
    }

    var daemon: [String: Place] = [:]
    var services: [String: Service] = [:]
}
