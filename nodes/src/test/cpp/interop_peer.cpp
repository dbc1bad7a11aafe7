// The roscpp side of InteropMatrixTest; see interop_peer.py, which does the same.
//
//   interop_peer publish     publishes one message of each type, latched, until it is ended
//   interop_peer subscribe   prints "TOPIC SHA1" of each message that comes, until all have come
//   interop_peer serve       serves /interop/switch until it is ended; on false it fails
//   interop_peer call        calls /interop/switch, with connections of its own and a lasting one

#include <geometry_msgs/PoseStamped.h>
#include <ros/ros.h>
#include <sensor_msgs/CompressedImage.h>
#include <sensor_msgs/Image.h>
#include <std_msgs/String.h>
#include <std_srvs/SetBool.h>
#include <tf2_msgs/TFMessage.h>

#include <boost/uuid/detail/sha1.hpp>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

namespace {

const ros::Time kStamp(1700000000, 250000001);

std::vector<uint8_t> pattern(size_t length) {
  std::vector<uint8_t> bytes(length);
  for (size_t i = 0; i < length; i++) {
    bytes[i] = static_cast<uint8_t>(7 * i + (i >> 8));
  }
  return bytes;
}

template <typename M>
M stamped() {
  M message;
  message.header.stamp = kStamp;
  message.header.frame_id = "map";
  return message;
}

template <typename M>
M make();

template <>
sensor_msgs::Image make() {
  auto message = stamped<sensor_msgs::Image>();
  message.width = 640;
  message.height = 480;
  message.encoding = "rgb8";
  message.step = 3 * 640;
  message.data = pattern(message.step * message.height);
  return message;
}

template <>
sensor_msgs::CompressedImage make() {
  auto message = stamped<sensor_msgs::CompressedImage>();
  message.format = "jpeg";
  message.data = pattern(10007);
  return message;
}

template <>
geometry_msgs::PoseStamped make() {
  auto message = stamped<geometry_msgs::PoseStamped>();
  message.pose.position.x = 1.5;
  message.pose.position.y = -2.25;
  message.pose.position.z = 0.1;
  message.pose.orientation.w = 1;
  return message;
}

template <>
tf2_msgs::TFMessage make() {
  tf2_msgs::TFMessage message;
  for (const std::string child : {"base_link", "camera/front"}) {
    auto transform = stamped<geometry_msgs::TransformStamped>();
    transform.child_frame_id = child;
    transform.transform.translation.x = child.size();
    transform.transform.rotation.z = 1;
    message.transforms.push_back(transform);
  }
  return message;
}

template <>
std_msgs::String make() {
  std_msgs::String message;
  message.data = "grüß dich, 世界";
  return message;
}

template <typename M>
auto clearSequence(M& message, int) -> decltype(message.header, void()) {
  message.header.seq = 0;
}

template <typename M>
void clearSequence(M&, long) {}

class Peer {
 public:
  template <typename M>
  void publish(const std::string& topic) {
    publishers_.push_back(node_.advertise<M>(topic, 1, true));
    publishers_.back().publish(make<M>());
  }

  template <typename M>
  void subscribe(const std::string& topic) {
    missing_.insert(topic);
    subscribers_.push_back(node_.subscribe<M>(
        topic, 1, [this, topic](const boost::shared_ptr<M const>& message) {
          receive(topic, *message);
        }));
  }

 private:
  template <typename M>
  void receive(const std::string& topic, M message) {
    clearSequence(message, 0);
    std::vector<uint8_t> bytes(ros::serialization::serializationLength(message));
    ros::serialization::OStream stream(bytes.data(), bytes.size());
    ros::serialization::serialize(stream, message);
    boost::uuids::detail::sha1 sum;
    sum.process_bytes(bytes.data(), bytes.size());
    unsigned int digest[5];
    sum.get_digest(digest);
    if (missing_.erase(topic) > 0) {
      std::printf("%s %08x%08x%08x%08x%08x\n", topic.c_str(), digest[0], digest[1], digest[2],
                  digest[3], digest[4]);
      std::fflush(stdout);
    }
    if (missing_.empty()) {
      ros::requestShutdown();
    }
  }

  ros::NodeHandle node_;
  std::vector<ros::Publisher> publishers_;
  std::vector<ros::Subscriber> subscribers_;
  std::set<std::string> missing_;
};

bool switchOn(std_srvs::SetBool::Request& request, std_srvs::SetBool::Response& response) {
  response.success = true;
  response.message = "roscpp switched on";
  return request.data;
}

void call() {
  ros::NodeHandle node;
  ros::service::waitForService("/interop/switch", ros::Duration(20));
  auto lasting = node.serviceClient<std_srvs::SetBool>("/interop/switch", true);
  auto single = node.serviceClient<std_srvs::SetBool>("/interop/switch");
  std_srvs::SetBool on;
  on.request.data = true;
  for (ros::ServiceClient* client : {&single, &single, &lasting, &lasting}) {
    std::printf("answer: %s\n", client->call(on) ? on.response.message.c_str() : "none");
  }
  std_srvs::SetBool off;
  if (!lasting.call(off)) {
    std::puts("refusal");
  }
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string role = argc > 1 ? argv[1] : "";
  if (role != "publish" && role != "subscribe" && role != "serve" && role != "call") {
    std::fprintf(stderr, "interop_peer: publish|subscribe|serve|call\n");
    return 2;
  }
  ros::init(argc, argv, "roscpp_" + role);
  if (role == "call") {
    call();
    return 0;
  }
  Peer peer;
  ros::ServiceServer server;
  if (role == "serve") {
    server = ros::NodeHandle().advertiseService("/interop/switch", switchOn);
    std::puts("serving");
    std::fflush(stdout);
  } else if (role == "publish") {
    peer.publish<sensor_msgs::Image>("/interop/image");
    peer.publish<sensor_msgs::CompressedImage>("/interop/compressed");
    peer.publish<geometry_msgs::PoseStamped>("/interop/pose");
    peer.publish<tf2_msgs::TFMessage>("/interop/tf");
    peer.publish<std_msgs::String>("/interop/words");
    std::puts("publishing");
    std::fflush(stdout);
  } else {
    peer.subscribe<sensor_msgs::Image>("/interop/image");
    peer.subscribe<sensor_msgs::CompressedImage>("/interop/compressed");
    peer.subscribe<geometry_msgs::PoseStamped>("/interop/pose");
    peer.subscribe<tf2_msgs::TFMessage>("/interop/tf");
    peer.subscribe<std_msgs::String>("/interop/words");
  }
  ros::spin();
  return 0;
}
