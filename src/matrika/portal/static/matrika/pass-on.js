// Sends on the one form of the page that carries a message to the identity provider.
"use strict";
document.getElementById("odovzdat").submit();
