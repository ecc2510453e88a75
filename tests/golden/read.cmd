read --format jsonl samples/05-alrawi.html samples/02-sanabel.txt
