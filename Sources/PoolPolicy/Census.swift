/// How many workers of a pool are in which state at one instant, and how many clients wait for one.
package struct Census: Hashable, Sendable {
    /// Forked, and not yet heard of.
    package var starting: Int
    /// Ready, waiting for a connection. Soft state: taken from the scoreboard, so already a moment old.
    package var idle: Int
    /// Ready, with a connection in hand.
    package var serving: Int
    /// Asked to leave.
    package var retiring: Int
    /// The fewest idle workers at any instant since the low-water mark was last restarted.
    package var idleLowWater: Int
    /// Connections in the accept queue. Counted only while nobody is idle or starting, else 0.
    package var waiting: Int

    package init(
        starting: Int = 0, idle: Int = 0, serving: Int = 0, retiring: Int = 0,
        idleLowWater: Int? = nil, waiting: Int = 0
    ) {
        self.starting = starting
        self.idle = idle
        self.serving = serving
        self.retiring = retiring
        self.idleLowWater = idleLowWater ?? idle
        self.waiting = waiting
    }

    /// Processes that exist.
    package var live: Int { starting + idle + serving + retiring }
    /// Processes that are meant to go on.
    package var staying: Int { starting + idle + serving }
}
