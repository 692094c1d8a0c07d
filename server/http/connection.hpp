// Internal: one connection of one client, requests answered one after the other.
#pragma once

#include "http/raw_request.hpp"
#include "http/server_impl.hpp"
#include "ledger/refusal.hpp"

#include <boost/beast/core/flat_buffer.hpp>

#include <optional>

namespace meguri::http {

class RequestParser;

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(std::shared_ptr<Server::Impl> server, Socket socket, std::string peer);
    ~Connection();

    Async<void> run();
    // From the sweep: gives up what is under way when its time is over.
    void check_deadline(Steady::time_point now);
    void close_if_idle();
    void close_now();

  private:
    enum class Phase { idle, reading, working, writing, streaming };
    enum class Read { whole, gone, refused }; // refused: refused_ is the answer, and the last

    Async<Read> read_request();
    Async<bool> read_more();
    Read refuse(Refusal why);
    std::pair<Refusal, std::size_t> parse(RequestParser& parser);
    Refusal header_complete(RequestParser& parser);
    Async<bool> say_continue();

    Async<Response> answer();
    std::optional<Response> answer_without_operation(const Router::Match& match) const;
    void fill_request();

    Async<bool> send(const Response& response, bool close);
    Async<bool> write(std::string_view first, std::string_view second);
    Async<void> stream(std::shared_ptr<EventStream> events);
    Async<void> linger();
    void note(const Response& response, std::size_t size) const;
    void enter(Phase phase, std::int64_t allowed_ms); // 0 = as long as it takes

    std::shared_ptr<Server::Impl> server_;
    Socket socket_;
    std::string peer_;
    bool trusted_peer_;
    boost::beast::flat_buffer buffer_;
    RawRequest raw_;
    Router::Match match_;
    Request request_;
    std::optional<Response> refused_; // instead of an answer, and the last of this connection
    std::string head_;
    Phase phase_ = Phase::idle;
    Steady::time_point deadline_ = Steady::time_point::max();
    Steady::time_point began_{};
    bool timed_out_ = false;
};

} // namespace meguri::http
