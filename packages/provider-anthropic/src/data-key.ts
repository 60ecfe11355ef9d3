/** The key of `providerData` that this format reads and writes. */
export const messagesDataKey = 'anthropic.messages';
