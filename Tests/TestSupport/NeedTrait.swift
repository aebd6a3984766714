// A release build with the static library has no Testing, and runs no tests.
#if canImport(Testing)
    package import Testing

    extension Trait where Self == ConditionTrait {
        package static func needs(_ need: Need) -> Self {
            .enabled("\(need.reason)") { try need.allows() }
        }
    }
#endif
