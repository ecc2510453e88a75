/* assets.S: the files of the reading room's page as a part of the program. The build gives the image's path. */
	.section .rodata
	.globl rw_assets_image
	.globl rw_assets_image_end
	.hidden rw_assets_image
	.hidden rw_assets_image_end
	.balign 64
rw_assets_image:
	.incbin RW_ASSETS_IMAGE_PATH
rw_assets_image_end:
	.byte 0
	.section .note.GNU-stack,"",%progbits
