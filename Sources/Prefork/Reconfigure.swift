/// Where the supervisor gets its next configuration from.
package struct Reconfigure<Work> {
    /// Reads and checks it, and has ready what it needs. Nothing that serves may change by that.
    package let prepare: () -> Result<Reconfiguration<Work>, ReloadFailure>
    /// It holds from now on, and no listener is kept for it that it does not name: how those end is for the workers that
    /// have them. Or it came to nothing, and what was got ready for it goes.
    package let settle: (_ holds: Bool) -> Void

    package init(
        prepare: @escaping () -> Result<Reconfiguration<Work>, ReloadFailure>, settle: @escaping (_ holds: Bool) -> Void
    ) {
        self.prepare = prepare
        self.settle = settle
    }
}
