// The room that a process has for descriptors.
//
// fork() copies the table of the parent with all its room, eight bytes for each descriptor that it has, and a process that
// then closes most of them keeps that room. The kernel makes a table that fits in one case only: where one is shared and
// ceases to be. So a helper shares it for a moment, and takes the large one along when it ends.

#ifndef CLINUX_DESCRIPTOR_TABLE_H
#define CLINUX_DESCRIPTOR_TABLE_H

// Closes every descriptor from `first` on, and leaves room for no more than those before it.
// Where there are few, or no helper can be had, the room stays. Returns 0, or -1 with errno.
int clinux_descriptor_table_cut(unsigned int first);

#endif
