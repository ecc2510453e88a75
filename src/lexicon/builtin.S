/* builtin.S: the compiled lexicon as a part of the library. The build gives the image's path. */
	.section .rodata
	.globl rw_builtin_image
	.globl rw_builtin_image_end
	.hidden rw_builtin_image
	.hidden rw_builtin_image_end
	.balign 64
rw_builtin_image:
	.incbin RW_LEXICON_IMAGE_PATH
rw_builtin_image_end:
	.byte 0
	.section .note.GNU-stack,"",%progbits
