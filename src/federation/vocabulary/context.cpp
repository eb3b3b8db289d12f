#include "context.hpp"

namespace dunlin::federation::vocabulary {

std::string_view const plain_context = R"("@context":"https://www.w3.org/ns/activitystreams")";

std::string_view const actor_context =
    R"("@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1",{)"
    R"("manuallyApprovesFollowers":"as:manuallyApprovesFollowers","toot":"http://joinmastodon.org/ns#",)"
    R"("featured":{"@id":"toot:featured","@type":"@id"},"featuredTags":{"@id":"toot:featuredTags","@type":"@id"},)"
    R"("alsoKnownAs":{"@id":"as:alsoKnownAs","@type":"@id"},"movedTo":{"@id":"as:movedTo","@type":"@id"},)"
    R"("schema":"http://schema.org#","PropertyValue":"schema:PropertyValue","value":"schema:value",)"
    R"("discoverable":"toot:discoverable","indexable":"toot:indexable","memorial":"toot:memorial",)"
    R"("suspended":"toot:suspended","Emoji":"toot:Emoji","Hashtag":"as:Hashtag",)"
    R"("webfinger":"https://purl.archive.org/socialweb/webfinger#webfinger",)"
    R"("attributionDomains":{"@id":"toot:attributionDomains","@type":"@id"}}])";

std::string_view const note_context =
    R"("@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1",{)"
    R"("ostatus":"http://ostatus.org#","conversation":"ostatus:conversation","sensitive":"as:sensitive",)"
    R"("toot":"http://joinmastodon.org/ns#","Emoji":"toot:Emoji","Hashtag":"as:Hashtag",)"
    R"("blurhash":"toot:blurhash","focalPoint":{"@container":"@list","@id":"toot:focalPoint"},)"
    R"("litepub":"http://litepub.social/ns#","directMessage":"litepub:directMessage",)"
    R"("gts":"https://gotosocial.org/ns#","interactionPolicy":{"@id":"gts:interactionPolicy","@type":"@id"},)"
    R"("canQuote":{"@id":"gts:canQuote","@type":"@id"},"manualApproval":{"@id":"gts:manualApproval","@type":"@id"},)"
    R"("votersCount":"toot:votersCount","quote":{"@id":"https://w3id.org/fep/044f#quote","@type":"@id"},)"
    R"("quoteAuthorization":{"@id":"https://w3id.org/fep/044f#quoteAuthorization","@type":"@id"},)"
    R"("QuoteRequest":"https://w3id.org/fep/044f#QuoteRequest","approvedBy":{"@id":"gts:approvedBy","@type":"@id"},)"
    R"("replyAuthorization":{"@id":"gts:replyAuthorization","@type":"@id"},)"
    R"("quoteUri":"http://fedibird.com/ns#quoteUri","_misskey_quote":"https://misskey-hub.net/ns#_misskey_quote",)"
    R"("automaticApproval":{"@id":"gts:automaticApproval","@type":"@id"}}])";

}  // namespace dunlin::federation::vocabulary
