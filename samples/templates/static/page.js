/* Sample page: no script is needed to read it. */
