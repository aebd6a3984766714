extension ControlRequest {
    /// What to ask the program that comes, where an upgrade has cut off the answer: what is missing of it and no more. nil:
    /// it can't be asked again, for then it would be done twice, or told twice.
    /// - Parameter last: the last line of the answer; nil: none has come.
    package func again(after last: JSON?) -> ControlRequest? {
        switch self {
        case .status, .workers: return last == nil ? self : nil
        case .events(_, let follow):
            guard let last else { return self }
            // A daemon of before does not number them.
            guard let number = EventReport(json: last)?.number, number > 0 else { return nil }
            return .events(.after(number), follow: follow)
        case .reload, .upgrade, .scale, .drain, .resume, .logLevel: return nil
        }
    }
}
