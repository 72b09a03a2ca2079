/* Put before each file of specgen: what it keeps between its beginning and its end lies together, so that spec.c can set it
 * back and begin anew in the same process. */
int specgen_main(int argc, char **argv);

#pragma clang section bss = "spec_bss" data = "spec_data"
#define main specgen_main
#define exit specgen_exit
