"""Attribution by layout: turns of interviews and transcripts, block quotations, signatures.  No verb says who speaks, the form of the page does."""
