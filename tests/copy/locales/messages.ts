import { defineMessages } from "react-intl";

export const labels = defineMessages({
  targetUrl: { id: "a1", defaultMessage: "Target URL", description: "input label" },
  targetUrlDescription: {
    id: "a2",
    defaultMessage: "Parcelway sends a POST request " + "to this URL.",
    description: "help text below the input",
  },
});
