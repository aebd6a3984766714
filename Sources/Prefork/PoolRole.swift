/// What a pool is to its service.
package enum PoolRole: Hashable {
    /// The one that it has.
    case current
    /// Of a configuration that is on trial: its first worker takes no connection yet.
    case candidate
    /// The one that it has, of an earlier program: its workers serve, and none is started in it.
    case inherited
    /// Of a configuration that holds no more. Its workers finish what they have in hand, and those that are idle serve on
    /// until others do; nil: the service is no more.
    case outgoing(successor: Int?)
}
