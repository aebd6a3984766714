/// Holds a value that stays where it is for as long as this does.
///
/// Workers use what they have from the supervisor there, by its address, for nothing of the supervisor's is freed in a worker.
/// A copy would count references, each of them in a page that the worker has for itself from then on.
final class FixedPlace<Value> {
    let address: UnsafeMutablePointer<Value>

    init(_ value: Value) {
        address = .allocate(capacity: 1)
        address.initialize(to: value)
    }

    deinit {
        address.deinitialize(count: 1)
        address.deallocate()
    }
}
