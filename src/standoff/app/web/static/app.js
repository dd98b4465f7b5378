// The page begins here: each part starts itself where its screen is shown.

import { startActs } from "./acts.js";
import { startKeys } from "./keys.js";
import { startEvents } from "./events.js";
import { startLeaving } from "./leave.js";
import { startHome } from "./home.js";
import { startTexts } from "./texts.js";
import { startCase } from "./case.js";
import { startEditor } from "./editor.js";
import { startWhatif } from "./whatif.js";
import { startAnswer } from "./answer.js";
import { sayRefused } from "./say.js";
import "./evidence.js";

// The key of the opening link is a cookie now: it leaves the address bar, and with it the history.
const address = new URL(location.href);
if (address.searchParams.has("t")) {
  address.searchParams.delete("t");
  history.replaceState(null, "", address);
}

startActs();
startKeys();
startLeaving();
startHome();
startTexts();
startCase();
startAnswer();
startWhatif();
startEditor().catch(sayRefused);
startEvents();
document.documentElement.dataset.ready = "1";
