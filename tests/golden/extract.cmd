extract --format jsonl samples/tabqa/07-marsad.txt
