explain --why-together --lang ar samples/tabqa/03-sindyan.html samples/tabqa/05-alrawi.html samples/tabqa
