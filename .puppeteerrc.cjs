/** The system's own Chromium is used; nothing is downloaded at install time. */
module.exports = { skipDownload: true }
