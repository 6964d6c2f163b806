//! Tells Cargo that the binary carries the templates, new files among them.

fn main() {
    println!("cargo::rerun-if-changed=templates");
}
