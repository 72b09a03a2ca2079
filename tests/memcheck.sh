#!/bin/sh
# The server as valgrind sees it, for tests that start one: what it reads without having written it, and what it loses, ends it
# with status 66 and stands in its log.
#   build/tests/scenario tests/memcheck.sh tests/api areas      BUILD names another build than build/
exec valgrind --quiet --suppressions=tests/memcheck.supp --error-exitcode=66 --leak-check=full --show-leak-kinds=definite,indirect \
	--errors-for-leak-kinds=definite,indirect "${BUILD:-build}/thidua" "$@"
