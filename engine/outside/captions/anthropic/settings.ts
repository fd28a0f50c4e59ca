/** Everything about Anthropic that may change without our doing. Sources: research/platform-apis.md section 7. */
export interface AnthropicSettings {
  readonly apiKey: string
  /** An operator's choice: models come and go, and cost differently. */
  readonly model: string
  readonly apiUrl: string
  readonly version: string
  readonly outputTokensMax: number
  readonly silenceMs: number
  /** When a refusal does not say when to come back. */
  readonly patienceMs: number
}

export const ANTHROPIC_SETTINGS: Omit<AnthropicSettings, 'apiKey' | 'model'> = {
  apiUrl: 'https://api.anthropic.com',
  version: '2023-06-01',
  outputTokensMax: 4_096,
  silenceMs: 60_000,
  patienceMs: 20_000,
}
