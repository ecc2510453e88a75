extract --format jsonl samples/07-marsad.txt
