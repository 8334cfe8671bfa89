// What the pages do better with a script; each of them is complete without.
"use strict";
