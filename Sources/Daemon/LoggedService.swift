/// What the log knows of a service.
struct LoggedService {
    let name: String
    /// Whether its workers become programs that accept by themselves, so that there is nothing to tell of connections.
    let isAcceptor: Bool
}
