read --format jsonl samples/tabqa/05-alrawi.html samples/tabqa/02-sanabel.txt
