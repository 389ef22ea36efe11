#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/connection.h"

/// The SQL text of views, triggers, routines and events: what SHOW CREATE says, made fit to be
/// carried to another server, and cut up again. Pure.
namespace covet::mysql {

/// What an object was created under, as far as it keeps that. "" for what it doesn't keep; an
/// sql_mode may be empty.
struct CreatedUnder {
  std::optional<std::string> sql_mode{};
  std::string charset{};    ///< character_set_client
  std::string collation{};  ///< collation_connection
  std::string time_zone{};
};

/// SET statements, each on its line with a semicolon, for what is not usual on that server: its
/// own default sql_mode, utf8mb4, UTC. `create` is the statement that they are for.
std::string settings_for(const CreatedUnder& under, std::string_view create,
                         const ServerInfo& server);

/// An object's text taken apart.
struct ObjectText {
  std::vector<std::string> settings{};  ///< SET statements in front, without semicolons
  std::string create;
  /// The inverse of take_apart.
  std::string with_settings() const;
};
ObjectText take_apart(std::string_view sql);

/// Without `database`. in front of names.
std::string without_database(std::string_view create, const std::string& database);
/// SHOW CREATE VIEW's text without what is usual: ALGORITHM=UNDEFINED, SQL SECURITY DEFINER.
std::string view_text(std::string_view create);

/// A trigger's text with a place in the order, after `FOR EACH ROW`: "FOLLOWS `other`".
std::string with_place(std::string_view create, std::string_view place);
std::string without_place(std::string_view create);
/// The trigger that the text says it follows; "" where it says none.
std::string followed(std::string_view create);

/// An event that says when it starts or ends without being asked: "STARTS '2026-11-25 00:06:38'"
/// is put there by the server. The text without that clause.
std::string without_start(std::string_view create);
/// "ENABLE", "DISABLE", "DISABLE ON SLAVE": whether an event is to run.
std::string event_status(std::string_view create);
std::string with_event_status(std::string_view create, std::string_view status);

}  // namespace covet::mysql
