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
    /// Of the ready: those that have served long enough and wait to be replaced.
    package var worn: Int
    /// Of the retiring: those that were asked because they were worn.
    package var recycling: Int
    /// Of the retiring: those of earlier configurations, who finish what they have in hand.
    package var finishing: Int
    /// Of the idle: those that nobody would have missed for a whole idle-timeout.
    package var lowWater: LowWater
    /// Connections in the accept queue.
    package var waiting: Int

    package init(
        starting: Int = 0, idle: Int = 0, serving: Int = 0, retiring: Int = 0, worn: Int = 0, recycling: Int = 0,
        finishing: Int = 0, lowWater: LowWater? = nil, waiting: Int = 0
    ) {
        self.starting = starting
        self.idle = idle
        self.serving = serving
        self.retiring = retiring
        self.worn = worn
        self.recycling = recycling
        self.finishing = finishing
        self.lowWater = lowWater ?? LowWater(idle: idle)
        self.waiting = waiting
    }

    /// Processes that can take a connection.
    package var ready: Int { idle + serving }
    /// Processes that are meant to go on.
    package var staying: Int { starting + ready }
    /// Processes that exist.
    package var live: Int { staying + retiring }
}
