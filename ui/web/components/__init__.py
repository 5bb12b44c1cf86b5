"""Parts that pages are drawn from. The ``..._html`` functions are pure: values in, escaped markup out."""
