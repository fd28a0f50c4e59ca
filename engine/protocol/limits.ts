/** Every limit a user can meet, in one place. The machine, the transport and the clients read them here. */
export const LIMITS = {
  /** Characters (UTF-16 code units) of a message after trimming. */
  textCharsMax: 8_000,
  /** Of a post: the longest any network takes; each has its own arithmetic. */
  postTextCharsMax: 63_206,
  titleCharsMax: 120,
  nameCharsMax: 80,
  membersMax: 5_000,
  /** Of one post. */
  targetsMax: 50,
  /** First comments and parts of a thread, of one target. */
  partsMax: 25,
  postMediaMax: 20,
  /** What a suggestion is made from: the machine that writes is paid for what it reads too. */
  captionDraftCharsMax: 8_000,
  captionToneCharsMax: 60,
  /** The most that any network takes. */
  altTextCharsMax: 4_086,
  tagsMax: 30,
  tagCharsMax: 40,
  /** A post planned for the minute that is just over is a post for now. */
  planPastMsMax: 5 * 60_000,
  /** Posts moved, approved or cancelled by one call. */
  bulkPostsMax: 500,
  calendarDaysMax: 42,
  /** Lines of one CSV file; the largest message bounds it too. */
  csvRowsMax: 1_000,
  webhooksMax: 20,
  /** Series of one organisation that go on. */
  seriesMax: 200,
  /** Times of one series, for whoever counts them; without a count it goes on for ever. */
  seriesCountMax: 1_000,
  seriesSkipsMax: 366,
  ruleCharsMax: 500,
  /** Weekly slots of one account: one each hour, and some. */
  slotsMax: 200,
  /** Days in which `slots.coming` looks for what comes. */
  slotDaysMax: 31,
  templatesMax: 100,
  /** People named in one create or invite. */
  inviteesMax: 500,
  commandIdCharsMax: 64,
  passwordCharsMin: 8,
  /** bcrypt reads 72 bytes and ignores the rest, so a longer password would be half a password. */
  passwordBytesMax: 72,
  pageMax: 200,
  /** Events of one room sent as they are on resume; past this a `reset` with a snapshot is cheaper. */
  resumeEventsMax: 500,
  /** Rooms in one resume. */
  resumeRoomsMax: 1_000,
  /** Commands that may wait in one room before it answers BUSY. */
  mailboxMax: 1_000,
  /** One message from a client, bytes, over any transport. 8,000 characters need at most 48 KB as JSON. */
  payloadBytesMax: 128 * 1024,
  subscriptionsPerSocketMax: 500,
  /** Calls that one socket may have in flight. */
  callsPerSocketMax: 256,
  batchCallsMax: 100,
  /** People whose presence one subscription follows. */
  presencePeopleMax: 200,
} as const
