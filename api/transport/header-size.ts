/** Lets a request have 64 KB of address and headers: batched queries carry their inputs there. Imported first. */

// uWebSockets reads it when its binary is loaded and answers 431 to anything longer; its default is 4 KB.
process.env.UWS_HTTP_MAX_HEADERS_SIZE ??= String(64 * 1024)
