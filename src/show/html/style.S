/* style.S: the page's style sheet as a part of the library. The build gives its path. */
	.section .rodata
	.globl rw_report_style
	.globl rw_report_style_end
	.hidden rw_report_style
	.hidden rw_report_style_end
rw_report_style:
	.incbin RW_REPORT_STYLE_PATH
rw_report_style_end:
	.byte 0
	.section .note.GNU-stack,"",%progbits
