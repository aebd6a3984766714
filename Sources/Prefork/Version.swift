/// The version of the daemon, its control program and this library, which are one release.
package let preforkVersion = "0.1.0"
