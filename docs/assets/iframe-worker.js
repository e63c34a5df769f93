// Browsers start no worker from a page that was opened from a folder. There, a worker's script runs in a hidden frame.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inside = this.frame.contentWindow;
      inside.importScripts = (...sources) =>
        sources.reduce((before, source) => before.then(() => this.load(source)), Promise.resolve());
      inside.postMessage = (data) => setTimeout(() => this.answer(data)); // as late as from a worker
      this.loaded = this.load(address);
    }

    load(source) {
      return new Promise((resolve, reject) => {
        const script = this.frame.contentDocument.createElement("script");
        script.src = new URL(source, location.href);
        script.onload = resolve;
        script.onerror = reject;
        this.frame.contentDocument.body.append(script);
      });
    }

    answer(data) {
      const event = new MessageEvent("message", { data: structuredClone(data) });
      this.dispatchEvent(event);
      if (this.onmessage) this.onmessage(event);
    }

    postMessage(data) {
      const inside = this.frame.contentWindow;
      const sent = structuredClone(data); // as a worker gets it: a copy
      this.loaded.then(() => setTimeout(() => inside.dispatchEvent(new inside.MessageEvent("message", { data: sent }))));
    }

    terminate() {
      this.frame.remove();
    }
  };
}
