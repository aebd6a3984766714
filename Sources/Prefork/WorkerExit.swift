/// How a worker ends, for whoever reads its status. Other numbers are the handler's own or a program's.
package enum WorkerExit {
    /// Retired, as it was asked.
    package static let retired: Int32 = 0
    /// The handler's start failed, or the worker could not take its place.
    package static let startFailed: Int32 = 71
    /// The handler can serve nobody.
    package static let unfit: Int32 = 72
}
