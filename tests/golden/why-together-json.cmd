explain --why-together --format json samples/tabqa/02-sanabel.txt samples/tabqa/09-sidra-qamishli.html samples/tabqa
