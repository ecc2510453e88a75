explain --why-together samples/tabqa/04-daftar.txt samples/tabqa/08-hikayat-undated.txt samples/tabqa
