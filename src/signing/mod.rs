//! Signing: a certificate's signature put into a finished file, and told again from one.
