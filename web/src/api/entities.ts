// What the API answers, as far as this app reads it. tests/entities.test.ts holds every interface against the JSON
// Schema of the same name in tests/contract/schemas: names, kinds, null and absence.

export type Visibility = 'public' | 'unlisted' | 'private' | 'direct';
export type FilterContext = 'home' | 'notifications' | 'public' | 'thread' | 'account';

export interface CustomEmoji {
  shortcode: string;
  url: string;
  static_url: string;
  visible_in_picker: boolean;
  category?: string | null;
}

export interface AccountField {
  name: string;
  value: string;
  verified_at: string | null;
}

export interface Account {
  id: string;
  username: string;
  acct: string;
  display_name: string;
  locked: boolean;
  bot: boolean;
  created_at: string;
  note: string;
  url: string | null;
  uri: string;
  avatar: string;
  avatar_static: string;
  avatar_description: string;
  header: string;
  header_static: string;
  followers_count: number;
  following_count: number;
  statuses_count: number;
  hide_collections: boolean | null;
  emojis: CustomEmoji[];
  fields: AccountField[];
  moved?: Account | null;
  suspended?: boolean;
  limited?: boolean;
}

export interface CredentialAccount extends Account {
  source: { privacy: Visibility; sensitive: boolean; language: string | null; note: string; fields: { name: string; value: string }[]; follow_requests_count: number; quote_policy: string };
}

export interface MediaAttachment {
  id: string;
  type: string;
  url: string | null;
  preview_url: string | null;
  remote_url: string | null;
  meta: MediaMeta | null;
  description: string | null;
  blurhash: string | null;
}

export interface MediaMeta {
  original?: { width?: number; height?: number; duration?: number };
  small?: { width?: number; height?: number };
  focus?: { x: number; y: number };
}

export interface PollOption {
  title: string;
  votes_count: number | null;
}

export interface Poll {
  id: string;
  expires_at: string | null;
  expired: boolean;
  multiple: boolean;
  votes_count: number;
  voters_count: number | null;
  options: PollOption[];
  emojis: CustomEmoji[];
  voted?: boolean;
  own_votes?: number[];
}

export interface PreviewCardAuthor {
  name: string;
  url: string;
  account: Account | null;
}

export interface PreviewCard {
  url: string;
  title: string;
  description: string;
  type: string;
  author_name: string;
  provider_name: string;
  width: number;
  height: number;
  image: string | null;
  image_description: string;
  blurhash: string | null;
  published_at: string | null;
  authors: PreviewCardAuthor[];
}

export interface TrendsLink extends PreviewCard {
  history: { day: string; uses: string; accounts: string }[];
}

export interface Quote {
  state: string;
  quoted_status: Status | null;
}

export interface ShallowQuote {
  state: string;
  quoted_status_id: string | null;
}

export interface QuoteApproval {
  automatic: string[];
  manual: string[];
  current_user: 'automatic' | 'manual' | 'denied' | 'unknown';
}

export interface StatusMention {
  id: string;
  username: string;
  url: string;
  acct: string;
}

export interface ShallowTag {
  name: string;
  url: string;
}

export interface FilterKeyword {
  id: string;
  keyword: string;
  whole_word: boolean;
}

export interface Filter {
  id: string;
  title: string;
  context: FilterContext[];
  expires_at: string | null;
  filter_action: 'warn' | 'hide' | 'blur';
  keywords?: FilterKeyword[];
}

export interface FilterResult {
  filter: Filter;
  keyword_matches: string[] | null;
  status_matches: string[] | null;
}

export interface StatusApplication {
  name: string;
  website: string | null;
}

export interface Status {
  id: string;
  created_at: string;
  in_reply_to_id: string | null;
  in_reply_to_account_id: string | null;
  sensitive: boolean;
  spoiler_text: string;
  visibility: Visibility;
  language: string | null;
  uri: string;
  url: string | null;
  replies_count: number;
  reblogs_count: number;
  favourites_count: number;
  quotes_count: number;
  edited_at: string | null;
  favourited?: boolean;
  reblogged?: boolean;
  muted?: boolean;
  bookmarked?: boolean;
  pinned?: boolean;
  filtered?: FilterResult[];
  content: string;
  text?: string | null;
  reblog: Status | null;
  application?: StatusApplication | null;
  account: Account;
  media_attachments: MediaAttachment[];
  mentions: StatusMention[];
  tags: ShallowTag[];
  emojis: CustomEmoji[];
  quote: Quote | ShallowQuote | null;
  card: PreviewCard | null;
  poll: Poll | null;
  quote_approval: QuoteApproval;
}

export interface Context {
  ancestors: Status[];
  descendants: Status[];
}

export interface StatusSource {
  id: string;
  text: string;
  spoiler_text: string;
}

export interface StatusEdit {
  account: Account;
  content: string;
  spoiler_text: string;
  created_at: string;
  emojis: CustomEmoji[];
}

export interface ScheduledStatus {
  id: string;
  scheduled_at: string;
  params: { text: string; spoiler_text: string | null; visibility: Visibility | null };
  media_attachments: MediaAttachment[];
}

export interface Relationship {
  id: string;
  following: boolean;
  showing_reblogs: boolean;
  notifying: boolean;
  followed_by: boolean;
  blocking: boolean;
  blocked_by: boolean;
  muting: boolean;
  requested: boolean;
  requested_by: boolean;
  domain_blocking: boolean;
  note: string;
}

export interface NotificationGroup {
  group_key: string;
  notifications_count: number;
  type: string;
  most_recent_notification_id: number;
  page_min_id?: string;
  page_max_id?: string;
  latest_page_notification_at?: string;
  sample_account_ids: string[];
  status_id?: string | null;
}

export interface GroupedNotificationsResults {
  accounts: Account[];
  statuses: Status[];
  notification_groups: NotificationGroup[];
}

export interface Notification {
  id: string;
  type: string;
  created_at: string;
  group_key: string;
  account: Account;
  status?: Status | null;
}

export interface NotificationRequest {
  id: string;
  created_at: string;
  updated_at: string;
  notifications_count: string;
  account: Account;
  last_status: Status | null;
}

export interface UnreadCount {
  count: number;
}

export interface Tag {
  id: string;
  name: string;
  url: string;
  history: { day: string; uses: string; accounts: string }[];
  following?: boolean;
}

export interface Search {
  accounts: Account[];
  statuses: Status[];
  hashtags: Tag[];
}

export interface Suggestion {
  sources: string[];
  account: Account;
}

export interface List {
  id: string;
  title: string;
  replies_policy: 'followed' | 'list' | 'none';
  exclusive: boolean;
}

export interface Conversation {
  id: string;
  unread: boolean;
  accounts: Account[];
  last_status: Status | null;
}

export interface Reaction {
  name: string;
  count: number;
  me?: boolean;
  url?: string;
  static_url?: string;
}

export interface Announcement {
  id: string;
  content: string;
  starts_at: string | null;
  ends_at: string | null;
  published_at: string;
  read?: boolean;
  mentions: { id: string; username: string; url: string; acct: string }[];
  tags: ShallowTag[];
  emojis: CustomEmoji[];
  reactions: Reaction[];
}

export interface Rule {
  id: string;
  text: string;
  hint: string;
}

export interface Instance {
  domain: string;
  title: string;
  version: string;
  description: string;
  languages: string[];
  configuration: {
    urls: { streaming: string };
    vapid: { public_key: string };
    statuses: { max_characters: number; max_media_attachments: number; characters_reserved_per_url: number };
    media_attachments: { description_limit: number; image_size_limit: number; video_size_limit: number; supported_mime_types: string[] };
    polls: { max_options: number; max_characters_per_option: number; min_expiration: number; max_expiration: number };
    translation: { enabled: boolean };
  };
  rules: Rule[];
}

export interface Translation {
  content: string;
  spoiler_text: string | null;
  detected_source_language: string;
  provider: string;
}

export interface Marker {
  last_read_id: string;
  version: number;
  updated_at: string;
}

export interface Markers {
  home?: Marker;
  notifications?: Marker;
}

export interface Preferences {
  'posting:default:visibility': Visibility;
  'posting:default:sensitive': boolean;
  'posting:default:language': string | null;
  'reading:expand:media': 'default' | 'show_all' | 'hide_all';
  'reading:expand:spoilers': boolean;
  'reading:autoplay:gifs': boolean;
}

export interface CredentialApplication {
  client_id: string;
  client_secret: string;
}

export interface Token {
  access_token: string;
  token_type: string;
  scope: string;
  created_at: number;
}

export interface WebPushSubscription {
  id: number;
  endpoint: string;
  server_key: string;
}
